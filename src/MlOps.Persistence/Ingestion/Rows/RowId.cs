using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Ingestion.Rows;

/// <summary>An id that EF generates for an added entity, and that bulk writes therefore generate as well.</summary>
internal sealed class RowId
{
    private readonly Func<object, Guid> _read;
    private readonly Action<object, object?> _set;
    private readonly Func<object, object?>? _readTime;

    public RowId(IProperty property, IEntityType entityType)
    {
        _read = MemberAccess.Getter<Guid>(property);
        _set = MemberAccess.Setter(property);
        if (IsFromTime(property) && entityType.FindProperty(entityType.FindSliceTime()!) is { } time && !time.IsShadowProperty())
        {
            _readTime = MemberAccess.Getter(time);
        }
    }

    /// <summary>Whether the client generates the values of a property, and not the database.</summary>
    public static bool IsOfTheClient(IProperty property) =>
        property.ClrType == typeof(Guid) && property.GetDefaultValueSql() is null && !property.TryGetDefaultValue(out _);

    /// <summary>Whether the id is made from the time that the slices of its table hold.</summary>
    public static bool IsFromTime(IProperty property) => property.DeclaringType is IEntityType entityType
        && entityType.FindSlicedBy() == property.Name && entityType.FindSliceTime() is not null;

    /// <summary>Makes the id if the row has none: from the time of the row, if its slice depends on that.</summary>
    public void Create(object row)
    {
        if (_read(row) != Guid.Empty)
            return;

        _set(row, SliceIdGenerator.Create(_readTime?.Invoke(row)));
    }
}
