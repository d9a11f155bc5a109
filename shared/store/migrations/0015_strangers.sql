-- The body of a dead letter as it was delivered, where its event does not hold all of it: what is no UTF-8, zero bytes,
-- halves of characters, nesting beyond what is read.
alter table marea.dead_letters add column body bytea;
