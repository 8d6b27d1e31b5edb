using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>A table of ours with rows of one or more old tables.</summary>
/// <param name="Type">Its entity.</param>
/// <param name="Name">The column with what identifies a row: the id, or a name where one row stands for all of a name.</param>
internal sealed record OwnTable(IEntityType Type, string Name)
{
    public string Sql => QuoteTable(Type);

    public string TenantSql => Quote(Type, Type.FindProperty(nameof(Entity.TenantId))!);

    public string NameSql => Quote(Type, Type.FindProperty(Name)!);

    /// <summary>Whether a chain of hashes proves that no row is missing.</summary>
    public bool IsChained => Type.FindChain() is not null;

    /// <summary>The keys of other entities that name a row of it. The link of a derived entity to its root is none.</summary>
    private IEnumerable<IForeignKey> References =>
        Type.GetDeclaredReferencingForeignKeys().Where(key => !key.IsBaseLinking() && key.DeclaringEntityType.GetTableName() is not null);

    /// <summary>Those whose rows are a part of the row.</summary>
    public IEnumerable<IForeignKey> CascadingKeys => References.Where(key => key.DeleteBehavior == DeleteBehavior.Cascade);

    /// <summary>Those whose rows need the row.</summary>
    public IEnumerable<IForeignKey> HoldingKeys =>
        References.Except(CascadingKeys).Where(key => key.DeleteBehavior != DeleteBehavior.SetNull);

    /// <summary>The columns by which rows are found again.</summary>
    public IEnumerable<string> KeyColumns => References.SelectMany(key => key.PrincipalKey.Properties)
        .Append(Type.FindProperty(nameof(Entity.TenantId))!).Append(Type.FindProperty(nameof(Entity.Id))!)
        .Select(property => Quote(Type, property)).Distinct();

    public static string NameOf(IEntityType type) => type.GetTableName()!;

    public static string QuoteTable(IEntityType type) => $"{TakeoverSession.Next}.{SqlNames.Quote(NameOf(type))}";

    /// <summary>The condition for a row that names a row of the temporary table of what is gone.</summary>
    public static string WriteLink(IForeignKey key, string child, string parent) => string.Join(
        " AND ",
        key.Properties.Zip(key.PrincipalKey.Properties, (one, other) =>
            $"{child}.{Quote(key.DeclaringEntityType, one)} = {parent}.{Quote(key.PrincipalKey.DeclaringEntityType, other)}"));

    private static string Quote(IEntityType type, IProperty property) =>
        SqlNames.Quote(property.GetColumnName(StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema()))!);
}
