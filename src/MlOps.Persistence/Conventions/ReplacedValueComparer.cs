using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace MlOps.Persistence.Conventions;

/// <summary>For collections that are never changed, only replaced: they are equal if they say so, and need no copy.</summary>
internal sealed class ReplacedValueComparer<T>() : ValueComparer<T>(
    (left, right) => object.Equals(left, right), value => value == null ? 0 : value.GetHashCode(), value => value);
