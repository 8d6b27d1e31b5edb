using System.Security.Cryptography;
using System.Text;
using MlOps.Import.Source;

namespace MlOps.Import.Mapping;

/// <summary>Refuses a row whose id another row has with other values. The same row may be there again.</summary>
/// <param name="keys">The ids in the source that more than one row has.</param>
internal sealed class RepeatedIds(IReadOnlySet<string> keys)
{
    private readonly Dictionary<Guid, string> _contents = [];
    private (Guid Id, string Content)? _current;

    public void Check(SourceRow row, string name, Guid id)
    {
        _current = null;
        if (!keys.Contains(row.GetText(name)))
            return;

        // Rows that refer to one thing have ids of their own, which do not matter.
        var content = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(row.ReadContent(except: "id"))));
        if (_contents.TryGetValue(id, out var other) && other != content)
            throw row.Refuse(name, "must be that of one row: another one has it, with other values");

        _current = (id, content);
    }

    /// <summary>Remembers the row that was checked last, once nothing else refuses it.</summary>
    public void Accept()
    {
        if (_current is var (id, content))
            _contents.TryAdd(id, content);
    }
}
