namespace MlOps.Domain.Statistics.Samples;

/// <summary>Walks over the distinct numbers of two sorted samples, and counts those of each that are not above the current one.</summary>
internal ref struct MergedSteps(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
{
    private readonly ReadOnlySpan<double> _first = first;
    private readonly ReadOnlySpan<double> _second = second;

    public double Value { get; private set; }

    public int First { get; private set; }

    public int Second { get; private set; }

    public bool MoveNext()
    {
        var (hasFirst, hasSecond) = (First < _first.Length, Second < _second.Length);
        if (!hasFirst && !hasSecond)
            return false;

        Value = !hasSecond ? _first[First]
            : !hasFirst ? _second[Second]
            : Math.Min(_first[First], _second[Second]);
        First = PassEqual(_first, First);
        Second = PassEqual(_second, Second);
        return true;
    }

    private readonly int PassEqual(ReadOnlySpan<double> values, int at)
    {
        while (at < values.Length && values[at] == Value)
            at++;

        return at;
    }
}
