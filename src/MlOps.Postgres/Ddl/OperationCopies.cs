using System.Collections;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Copies operations of migrations, which Npgsql shall write with something less. The operations themselves belong to the
/// migration, and stay as they are.
/// </summary>
internal static class OperationCopies
{
    /// <summary>A copy with the same properties, annotations and items of lists.</summary>
    public static T Copy<T>(this T operation)
        where T : MigrationOperation
    {
        var copy = (T)Activator.CreateInstance(operation.GetType())!;
        foreach (var property in operation.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(operation);
            if (property.CanWrite)
                property.SetValue(copy, value);
            else if (value is IList items)
                AddAll(items, (IList)property.GetValue(copy)!);
        }

        copy.AddAnnotations(operation.GetAnnotations());
        return copy;
    }

    private static void AddAll(IList from, IList to)
    {
        foreach (var item in from)
            to.Add(item);
    }
}
