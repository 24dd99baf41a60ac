// What customers write back, and what is answered.
import { start } from '../frame.js';
import { guardUnsaved } from '../unsaved.js';
import { conversations } from './conversations.js';
import { thread } from './thread.js';

start({ parts: { conversations, thread }, live: ['conversations', 'thread'] });
guardUnsaved('thread');
