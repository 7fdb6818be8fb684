// A typed client of Ilumina Casa's API: copy this folder into an app.
export { ShopApi } from "./client.js";
export { Refused } from "./sending.js";
export type * from "./shapes.js";
