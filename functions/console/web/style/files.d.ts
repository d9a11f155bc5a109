/** A style sheet is imported for the bundle that is made of it. */
declare module '*.css';
