"""What sharing can be asked. Reading only."""
