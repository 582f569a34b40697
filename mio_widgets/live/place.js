// @ts-check
/**
 * Where a room is, as every call names it: the item that is up, and the round that is open or was last.
 * @param {{item: {id: string} | null, round: number}} state
 */
export const placeOf = ({ item, round }) => ({ item: item?.id, round });
