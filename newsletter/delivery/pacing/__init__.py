"""How fast mail may go: by relay, by mail operator and by union, all at once and across every host."""
