export { formatDate, formatInstant, formatMonth } from './date';
export { formatChange, formatNumber, formatShare, UNKNOWN } from './number';
