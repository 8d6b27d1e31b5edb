using Microsoft.EntityFrameworkCore;

namespace MlOps.Import.Takeover;

/// <summary>Compares an entity that is stored with one of the old tables.</summary>
internal static class StoredValues
{
    /// <summary>Gives a stored entity the values of another one. Returns whether one differed.</summary>
    public static bool Take(DbContext context, object stored, object given, IEnumerable<string> properties)
    {
        var (mine, theirs) = (context.Entry(stored), context.Entry(given));
        var isChanged = false;
        foreach (var name in properties)
        {
            var (value, other) = (mine.Property(name), theirs.Property(name).CurrentValue);
            if (value.Metadata.GetValueComparer().Equals(value.CurrentValue, other))
                continue;

            value.CurrentValue = other;
            isChanged = true;
        }

        return isChanged;
    }
}
