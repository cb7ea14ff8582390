import { Empty } from '../../components/states';
import { currentTexts } from '../../texts';

/** An address that is promised but has no page yet. */
export default function ComingPage() {
  const { states } = currentTexts();
  return (
    <Empty>
      {states.comingTitle}. {states.comingText}
    </Empty>
  );
}
