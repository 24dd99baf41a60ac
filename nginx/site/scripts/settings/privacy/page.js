// What is known of one customer: to copy, to prove, or to erase.
import { start } from '../../frame.js';
import { certificates } from './certificates.js';
import { customer } from './customer.js';
import { erasing } from './erasing.js';

start({ parts: { customer, erasing, certificates }, live: ['certificates'] });
