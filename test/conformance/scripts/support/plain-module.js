// A module in CommonJS by hand: its default export is all of it.
module.exports = { one: 1 };
