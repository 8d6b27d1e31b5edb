using System.CommandLine;
using MlOps.Domain.Tenancy;

namespace MlOps.Migrator.Commands;

/// <summary>The tenant of the rows that a command works with.</summary>
internal sealed class TenantOption : Option<Guid?>
{
    public TenantOption(string description)
        : base("--tenant")
    {
        Description = $"{description}; the default tenant if not given.";
        Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<Guid?>() == Guid.Empty)
                parsed.AddError("The tenant of --tenant must not be the empty id.");
        });
    }

    public Guid Of(ParseResult parsed) => parsed.GetValue(this) ?? Tenants.Default;
}
