// Who may log in to the business.
import { start } from '../../frame.js';
import { copy } from '../../copy.js';
import { inviting } from './inviting.js';
import { issuers } from './issuers.js';
import { people } from './people.js';
import { person } from './person.js';
import { roles } from './roles.js';

start({ parts: { people, person, inviting, issuers, roles, copy }, live: ['people', 'issuers', 'roles'] });
