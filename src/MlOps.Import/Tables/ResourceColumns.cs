using MlOps.Domain.Telemetry;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>How a row names a resource.</summary>
internal static class ResourceColumns
{
    public static readonly SourceColumn[] All =
    [
        Column("kind", "resource_type", "resource_kind", "type").Required(),
        Column("resource", "resource_name", "resource_id", "hostname", "host", "name").WhenMissing("the kind"),
    ];

    public static (ResourceKind Kind, string Resource) Read(SourceRow row)
    {
        var kind = row.GetChoice(
            "kind",
            ("processor", ResourceKind.Cpu),
            ("ram", ResourceKind.Memory),
            ("storage", ResourceKind.Disk),
            ("bandwidth", ResourceKind.Network),
            ("db", ResourceKind.Database));
        return (kind, row.FindText("resource") ?? row.GetText("kind"));
    }
}
