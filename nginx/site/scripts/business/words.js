/** What the customer's page says, in the languages that it speaks; the page itself has the last word. */
export const words = {
  en: { label: 'English', question: 'How was your visit to {dealership_name}?', worst: 'Very poor', best: 'Excellent', more: 'Would you like to tell us more?', send: 'Send', reviews: 'Leave a public review', on: 'Review on {platform}' },
  es: { label: 'Español', question: '¿Cómo fue su visita a {dealership_name}?', worst: 'Muy mala', best: 'Excelente', more: '¿Quiere contarnos algo más?', send: 'Enviar', reviews: 'Publicar una reseña', on: 'Opinar en {platform}' },
  fr: { label: 'Français', question: 'Comment s’est passée votre visite chez {dealership_name} ?', worst: 'Très mauvaise', best: 'Excellente', more: 'Souhaitez-vous nous en dire plus ?', send: 'Envoyer', reviews: 'Publier un avis', on: 'Donner un avis sur {platform}' },
  de: { label: 'Deutsch', question: 'Wie war Ihr Besuch bei {dealership_name}?', worst: 'Sehr schlecht', best: 'Ausgezeichnet', more: 'Möchten Sie uns mehr dazu sagen?', send: 'Senden', reviews: 'Öffentlich bewerten', on: 'Auf {platform} bewerten' },
  ar: { label: 'العربية', direction: 'rtl', question: 'كيف كانت زيارتك إلى {dealership_name}؟', worst: 'سيئة جدًا', best: 'ممتازة', more: 'هل تود أن تخبرنا بالمزيد؟', send: 'إرسال', reviews: 'نشر تقييم عام', on: 'التقييم على {platform}' },
};
