using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests;

/// <summary>What tests read of partitions: copies of rows, wherever they lie.</summary>
internal static class PartitionRows
{
    extension(Partition partition)
    {
        /// <summary>All inputs, <c>[rows × width]</c>.</summary>
        internal ReadOnlyMemory<float> Inputs => partition.InOnePiece();

        /// <summary>The inputs of a row.</summary>
        internal float[] Row(int row)
        {
            var inputs = new float[partition.Width];
            partition.Read(row, 1, inputs);
            return inputs;
        }
    }
}
