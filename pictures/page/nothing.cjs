// Stands in for the code editor, which no panel needs and which is larger than all the rest.
module.exports = {};
