"""Pure rules of consent: states, validity, prompts, acting for another, notices, receipts."""
