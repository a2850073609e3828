"""What people are told by e-mail: what is due, in whose words, the conversation with the server, what went before."""
