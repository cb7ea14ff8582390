import { placeOn, scaleOf } from './Interval';

describe('Interval', () => {
  it('places values on the scale, and what lies outside at its ends', () => {
    expect([-4, -2, 0, 5].map((at) => placeOn([-4, 4], at))).toEqual([0, 0.25, 0.5, 1]);
    expect(placeOn([1, 1], 1)).toBe(0.5);
  });

  it('has a scale that holds zero and all values', () => {
    expect(scaleOf([2, 10])).toEqual([0, 10.4]);
    expect(scaleOf([-5, 5])).toEqual([-5.4, 5.4]);
    expect(scaleOf([])).toEqual([0, 0]);
  });
});
