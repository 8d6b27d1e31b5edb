using System.CommandLine;
using MlOps.Domain.Tenancy;

namespace MlOps.Migrator.Commands;

/// <summary>The tenant of the rows that a command works with.</summary>
internal sealed class TenantOption(string description) : ValueOption<Guid>(
    "--tenant",
    $"{description}; the default tenant if not given.",
    "the id of a tenant, such as 0195a000-0000-7000-8000-00000000000c",
    text => Guid.TryParse(text, out var tenant) && tenant != Guid.Empty ? tenant : null)
{
    public Guid Of(ParseResult parsed) => parsed.GetResult(this) is null ? Tenants.Default : parsed.GetValue(this);
}
