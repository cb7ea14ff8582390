export default function FollowUpPage() {
  return null;
}
