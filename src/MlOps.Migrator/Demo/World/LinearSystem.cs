namespace MlOps.Migrator.Demo.World;

/// <summary>A few linear equations with as many unknowns and a matrix that is symmetric and positive.</summary>
internal sealed class LinearSystem(int size)
{
    private readonly double[,] _matrix = new double[size, size];
    private readonly double[] _right = new double[size];

    /// <summary>Adds weight · x · xᵀ to the matrix, and value · x to the right side.</summary>
    public void Add(ReadOnlySpan<double> x, double weight, double value)
    {
        for (var i = 0; i < size; i++)
        {
            _right[i] += value * x[i];
            for (var j = 0; j < size; j++)
                _matrix[i, j] += weight * x[i] * x[j];
        }
    }

    public void AddToDiagonal(int i, double value, double right)
    {
        _matrix[i, i] += value;
        _right[i] += right;
    }

    /// <summary>Solves it by elimination. Such a matrix needs no exchange of rows.</summary>
    public double[] Solve()
    {
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = pivot + 1; row < size; row++)
            {
                var factor = _matrix[row, pivot] / _matrix[pivot, pivot];
                _right[row] -= factor * _right[pivot];
                for (var column = pivot; column < size; column++)
                    _matrix[row, column] -= factor * _matrix[pivot, column];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < size; column++)
                _right[row] -= _matrix[row, column] * _right[column];

            _right[row] /= _matrix[row, row];
        }

        return _right;
    }
}
