-- What the files of a version were when it was registered: {"model.onnx": SHA-256, ...}; null: before this was kept.
alter table marea.model_versions
  add column files jsonb,
  -- the sentence that says which is another now, while it is so; null: all are as they were, when they were looked at last
  add column damaged text;
