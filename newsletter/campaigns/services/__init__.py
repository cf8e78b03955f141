"""What can be done to a campaign: create, write, ask for a yes, launch, steer, duplicate."""
