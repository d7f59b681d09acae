"""The parts of the server's measurement: a load client, the servers, a narrated tour."""
