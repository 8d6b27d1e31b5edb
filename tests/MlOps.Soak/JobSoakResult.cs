namespace MlOps.Soak;

/// <summary>What is stored after all windows are evaluated.</summary>
/// <param name="Kills">How many processes were killed.</param>
/// <param name="Taken">How many runs ended because their process was killed, and were run again by another.</param>
/// <param name="Windows">How many windows there should be.</param>
/// <param name="Missing">Windows that nobody evaluated.</param>
/// <param name="Doubled">Windows that were evaluated more than once.</param>
/// <param name="Half">Windows without all of their results, and results without a window.</param>
/// <param name="Runs">Runs that did not end, or due times with more than one run that succeeded.</param>
internal sealed record JobSoakResult(int Kills, long Taken, int Windows, long Missing, long Doubled, long Half, long Runs)
{
    public bool IsClean => (Missing, Doubled, Half, Runs) == (0, 0, 0, 0);

    public override string ToString() =>
        $"{Kills} kills, {Taken} runs taken over; {Windows} windows: {Missing} missing, {Doubled} doubled, {Half} half; " +
        $"{Runs} runs that did not end, or ended well twice.";
}
