using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.RowSecurity;

namespace MlOps.Postgres.Chains;

/// <summary>The tables of links and heads, as the model names them.</summary>
internal sealed class ChainTables
{
    private const string Statement = "A chain";

    public ChainTables(IReadOnlyModel model, ISqlGenerationHelper sql)
    {
        (LinkType, HeadType) = (model.FindEntityType(typeof(ChainLink))!, model.FindEntityType(typeof(ChainHead))!);
        (Links, Heads) = (new(LinkType, "l", sql, Statement), new(HeadType, "h", sql, Statement));
        Tenant = RowSecuritySql.GetTenant(model[model.GetFeatureNames().BoundRole] as string, model.GetFeatures());
    }

    public IReadOnlyEntityType LinkType { get; }

    public IReadOnlyEntityType HeadType { get; }

    public SqlTable<ChainLink> Links { get; }

    public SqlTable<ChainHead> Heads { get; }

    /// <summary>The session's tenant.</summary>
    public string Tenant { get; }
}
