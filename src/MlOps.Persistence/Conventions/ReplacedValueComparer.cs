using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace MlOps.Persistence.Conventions;

/// <summary>For collections that never change and are only replaced: their own Equals compares them, and they need no copy.</summary>
public sealed class ReplacedValueComparer<T>() : ValueComparer<T>(
    (left, right) => object.Equals(left, right), value => value == null ? 0 : value.GetHashCode(), value => value);
