// A module as compilers to CommonJS write it: its default export is `exports.default`.
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = () => "its default";
exports.other = 1;
