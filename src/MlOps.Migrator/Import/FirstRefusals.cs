using MlOps.Import.Labels;

namespace MlOps.Migrator.Import;

/// <summary>The first lines that were refused, as many as a person reads.</summary>
internal sealed class FirstRefusals
{
    private const int Most = 10;

    private readonly List<RefusedLabel> _lines = [];

    public IReadOnlyList<RefusedLabel> Lines => _lines;

    public void Add(RefusedLabel line)
    {
        if (_lines.Count < Most)
            _lines.Add(line);
    }
}
