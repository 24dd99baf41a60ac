// What people look after themselves.
import { start } from '../../frame.js';
import { copy } from '../../copy.js';
import { account } from './account.js';
import { factor } from './factor.js';
import { password } from './password.js';

start({ parts: { account, factor, password, copy }, live: ['account'] });
