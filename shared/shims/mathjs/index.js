// danfojs takes five functions of mathjs, at statistics alone. Loading mathjs is four fifths of loading danfojs: it is
// loaded when one of them is called.
let whole;
const later =
  (name) =>
  (...values) => {
    whole ??= require('mathjs-whole');
    return whole[name](...values);
  };

for (const name of ['mean', 'median', 'mode', 'std', 'variance']) exports[name] = later(name);
