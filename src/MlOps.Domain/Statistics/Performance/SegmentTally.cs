namespace MlOps.Domain.Statistics.Performance;

/// <summary>Counts the rows of one segment.</summary>
internal sealed class SegmentTally
{
    private long _rows;
    private long _selected;
    private long _negatives;
    private long _falsePositives;
    private long _positives;
    private long _falseNegatives;

    public void Add(bool isSelected, bool? isPositive)
    {
        _rows++;
        _selected += isSelected ? 1 : 0;
        if (isPositive is not { } answer)
            return;

        _positives += answer ? 1 : 0;
        _negatives += answer ? 0 : 1;
        _falseNegatives += answer && !isSelected ? 1 : 0;
        _falsePositives += !answer && isSelected ? 1 : 0;
    }

    public SegmentRates ToRates(SegmentKind kind, string? name) => new()
    {
        Kind = kind,
        Name = name,
        Selected = new Proportion(_rows, _selected),
        FalsePositives = new Proportion(_negatives, _falsePositives),
        FalseNegatives = new Proportion(_positives, _falseNegatives),
    };
}
