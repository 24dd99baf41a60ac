// The accounts that messages leave through.
import { start } from '../../frame.js';
import { copy } from '../../copy.js';
import { account } from './account.js';
import { history } from './history.js';
import { providers } from './providers.js';
import { trial } from './trial.js';
import { weights } from './weights.js';

start({ parts: { providers, account, history, trial, weights, copy }, live: ['providers', 'weights'] });
