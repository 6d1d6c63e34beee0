"""Read models of the first pages, composed from what the other rooms can be asked."""
