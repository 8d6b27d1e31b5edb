using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>A verb that works with the rows of a tenant.</summary>
internal class TenantVerb : DatabaseVerb
{
    private readonly TenantOption _tenant;

    /// <param name="contexts">Makes the contexts.</param>
    /// <param name="name">What a user types.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="rows">Whose tenant is meant: "The tenant of the jobs".</param>
    public TenantVerb(ContextFactory contexts, string name, string description, string rows)
        : base(contexts, name, description)
    {
        _tenant = new TenantOption(rows);
        Add(_tenant);
    }

    protected override Guid TenantOf(ParseResult parsed) => _tenant.Of(parsed);
}
