using System.Security.Cryptography;
using System.Text;
using MlOps.Import.Source;

namespace MlOps.Import.Mapping;

/// <summary>Refuses a row if another row has the same id and other values. An exact copy is allowed.</summary>
/// <param name="keys">The ids that more than one row of the source has.</param>
internal sealed class RepeatedIds(IReadOnlySet<string> keys)
{
    private readonly Dictionary<Guid, string> _contents = [];
    private (Guid Id, string Content)? _current;

    public void Check(SourceRow row, string name, Guid id)
    {
        _current = null;
        if (!keys.Contains(row.GetText(name)))
            return;

        // Several rows may describe one thing, each with its own id, which does not count.
        var content = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(row.ReadContent(except: "id"))));
        if (_contents.TryGetValue(id, out var other) && other != content)
            throw row.Refuse(name, "must be unique: another row has it, with other values");

        _current = (id, content);
    }

    /// <summary>Remembers the row that was checked last, after nothing else has refused it.</summary>
    public void Accept()
    {
        if (_current is var (id, content))
            _contents.TryAdd(id, content);
    }
}
