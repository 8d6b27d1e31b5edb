using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Rows;

/// <summary>Compares rows of one context by their keys. All of them have the same tenant.</summary>
internal sealed class RowKeyComparer(DbContext context) : IEqualityComparer<object>
{
    public new bool Equals(object? x, object? y)
    {
        if (ReferenceEquals(x, y))
            return true;

        if (x is null || y is null)
            return false;

        var key = FindKey(x);
        return FindKey(y) == key && key.Properties.All(property =>
            property.IsShadowProperty() || property.GetKeyValueComparer().Equals(Read(property, x), Read(property, y)));
    }

    public int GetHashCode(object obj)
    {
        var hash = new HashCode();
        foreach (var property in FindKey(obj).Properties)
        {
            if (!property.IsShadowProperty() && Read(property, obj) is { } value)
                hash.Add(property.GetKeyValueComparer().GetHashCode(value));
        }

        return hash.ToHashCode();
    }

    private static object? Read(IProperty property, object row) => property.GetGetter().GetClrValue(row);

    private IKey FindKey(object row) => RowRules.For(context, row.GetType()).Key;
}
