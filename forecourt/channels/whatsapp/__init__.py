"""WhatsApp Business Platform (Cloud API): messages, statuses, echoes, history."""
