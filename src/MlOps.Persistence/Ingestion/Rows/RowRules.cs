using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace MlOps.Persistence.Ingestion.Rows;

/// <summary>What the model says about the rows of one class: their tenant, and their key. Found once for each entity type.</summary>
internal sealed class RowRules
{
    private const string CacheName = "MlOps:RowRules";

    private readonly Func<object, Guid>? _readTenant;
    private readonly Action<object, object?>? _setTenant;
    private readonly IReadOnlyList<IProperty> _generated;
    private readonly IReadOnlyList<IProperty> _ownGenerators;
    private readonly IReadOnlyList<RowId> _ids;
    private readonly IKey? _key;

    private RowRules(IEntityType entityType)
    {
        EntityType = entityType;
        if (entityType.FindTenantProperty() is { } name)
            Tenant = entityType.FindProperty(name);

        if (Tenant is not null && !Tenant.IsShadowProperty())
            (_readTenant, _setTenant) = (MemberAccess.Getter<Guid>(Tenant), MemberAccess.Setter(Tenant));

        _generated =
        [
            .. (entityType.FindPrimaryKey()?.Properties ?? []).Where(property =>
                property.ValueGenerated == ValueGenerated.OnAdd && !property.IsShadowProperty() && property != Tenant),
        ];
        _ownGenerators = [.. _generated.Where(property => property.GetValueGeneratorFactory() is not null && !RowId.IsFromTime(property))];
        _ids = [.. _generated.Except(_ownGenerators).Where(RowId.IsOfTheClient).Select(property => new RowId(property, entityType))];
        if (entityType.FindPrimaryKey() is { } key && key.Properties.All(property => property == Tenant || IsKnown(property)))
            _key = key;
    }

    public IEntityType EntityType { get; }

    /// <summary>The property with the tenant; null if the rows belong to no tenant.</summary>
    public IProperty? Tenant { get; }

    /// <summary>The key, of which the class has all properties but the tenant.</summary>
    /// <exception cref="NotSupportedException">There is no such key.</exception>
    public IKey Key => _key ?? throw new NotSupportedException(
        $"{EntityType.DisplayName()} has no key that the application sets, so an upsert cannot find its stored rows. Declare one " +
        "with HasKey, or store new rows with BulkInsertAsync.");

    /// <exception cref="ArgumentException">The model does not have the class.</exception>
    public static RowRules For(DbContext context, Type type) => Find(context, type)
        ?? throw new ArgumentException($"{type.Name} is not an entity of {context.GetType().Name}. Map it first.");

    public static RowRules? Find(DbContext context, Type type) =>
        context.Model.FindEntityType(type) is { } entityType ? For(entityType) : null;

    public static RowRules For(IEntityType entityType) =>
        entityType.GetOrAddRuntimeAnnotationValue(CacheName, static type => new RowRules(type!), entityType);

    /// <exception cref="Domain.IllegalTransitionException">The row belongs to another tenant.</exception>
    public void RefuseForeign(object row, Guid tenantId)
    {
        if (_readTenant is not null && _readTenant(row) is var owner && owner != Guid.Empty)
            ForeignRow.Refuse(EntityType, row, owner, tenantId);
    }

    /// <summary>Gives a row the tenant and the ids that it lacks, as adding it to a context does.</summary>
    /// <exception cref="NotSupportedException">The row lacks a value that a generator of the application makes.</exception>
    public void Complete(object row, Guid tenantId)
    {
        foreach (var property in _ownGenerators)
        {
            if (Lacks(row, property))
                throw new NotSupportedException(
                    $"{EntityType.DisplayName()}.{property.Name} has no value, and bulk writes do not run the value generator that the " +
                    "model has for it. Set the value, or store the row with SaveChanges.");
        }

        if (_readTenant is not null && _readTenant(row) == Guid.Empty)
            _setTenant!(row, tenantId);

        foreach (var id in _ids)
            id.Create(row);
    }

    /// <summary>Whether a row has surely never been stored, because it lacks the tenant or the id that it would have got.</summary>
    public bool IsNew(object row) =>
        _readTenant?.Invoke(row) == Guid.Empty
        || _generated.Any(property => Lacks(row, property));

    /// <summary>The row as errors name it: its class and its key.</summary>
    public string Describe(object row) => $"{row.GetType().Name} {ForeignRow.DescribeKey(EntityType, row)}";

    private static bool Lacks(object row, IProperty property) =>
        property.GetKeyValueComparer().Equals(property.GetGetter().GetClrValue(row), property.Sentinel);

    // A row has no value yet of a column that the database counts.
    private static bool IsKnown(IProperty property) =>
        !property.IsShadowProperty() && property.GetValueGenerationStrategy() == NpgsqlValueGenerationStrategy.None;
}
