using System.Numerics;
using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Models.Trees;

/// <summary>
/// A decision tree laid out for predicting many rows: twelve bytes a node, the two children of a split side by side, so that the next node
/// is the left child's index plus one bit, without a branch that the processor could guess wrong. A leaf leads to itself.
/// </summary>
/// <remarks>Four rows go down at a time, so that one row's wait for memory is filled with the others' work.</remarks>
internal sealed unsafe class PackedTree
{
    private readonly PackedNode[] _nodes;
    private readonly bool[] _missingRight;
    private readonly int[] _original;

    internal PackedTree(DecisionTree tree)
    {
        int count = tree.NodeCount;
        _nodes = new PackedNode[count];
        _missingRight = new bool[count];
        _original = new int[count];
        // Breadth first: the nodes that most rows pass lie together.
        int placed = 1;
        for (int place = 0; place < count; place++)
        {
            int node = _original[place];
            if (tree.Features[node] == DecisionTree.Leaf)
            {
                _nodes[place] = new PackedNode(float.PositiveInfinity, 0, place);
                continue;
            }
            _nodes[place] = new PackedNode(tree.Thresholds[node], tree.Features[node], placed);
            _missingRight[place] = !tree.MissingLeft[node];
            _original[placed++] = node + 1;
            _original[placed++] = tree.Right[node];
        }
    }

    /// <summary>Finds the nodes that rows end in.</summary>
    /// <param name="inputs">The first row's inputs.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="mayMiss">Whether an input may be NaN; see <see cref="HasMissing"/>.</param>
    /// <param name="leaves">Receives a node of the tree a row.</param>
    internal void FindLeaves(float* inputs, int width, int rows, bool mayMiss, int* leaves)
    {
        fixed (PackedNode* nodes = _nodes)
        fixed (int* original = _original)
        {
            int row = 0;
            if (!mayMiss)
            {
                for (; row + 4 <= rows; row += 4)
                    FindFour(nodes, original, inputs + (long)row * width, width, leaves + row);
            }
            for (; row < rows; row++)
                leaves[row] = original[Find(nodes, inputs + (long)row * width, mayMiss)];
        }
    }

    /// <summary>Whether any number is NaN.</summary>
    internal static bool HasMissing(ReadOnlySpan<float> inputs)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(inputs);
        foreach (Vector<float> vector in vectors)
        {
            if (!Vector.EqualsAll(vector, vector))
                return true;
        }
        foreach (float value in inputs[(vectors.Length * Vector<float>.Count)..])
        {
            if (float.IsNaN(value))
                return true;
        }
        return false;
    }

    private static void FindFour(PackedNode* nodes, int* original, float* row0, int width, int* leaves)
    {
        float* row1 = row0 + width,
            row2 = row1 + width,
            row3 = row2 + width;
        int a = 0,
            b = 0,
            c = 0,
            d = 0;
        int moved;
        do
        {
            int nextA = nodes[a].Next(row0),
                nextB = nodes[b].Next(row1),
                nextC = nodes[c].Next(row2),
                nextD = nodes[d].Next(row3);
            moved = (a ^ nextA) | (b ^ nextB) | (c ^ nextC) | (d ^ nextD);
            (a, b, c, d) = (nextA, nextB, nextC, nextD);
        } while (moved != 0);
        leaves[0] = original[a];
        leaves[1] = original[b];
        leaves[2] = original[c];
        leaves[3] = original[d];
    }

    private int Find(PackedNode* nodes, float* row, bool mayMiss)
    {
        int place = 0;
        while (true)
        {
            int next = nodes[place].Next(row);
            if (mayMiss && float.IsNaN(row[nodes[place].Feature]) && _missingRight[place])
                next++;
            if (next == place)
                return place;
            place = next;
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly struct PackedNode(float threshold, int feature, int left)
    {
        private readonly float _threshold = threshold;

        internal readonly int Feature = feature;

        private readonly int _left = left;

        /// <summary>The next place; a NaN goes left.</summary>
        internal int Next(float* row) => _left + (row[Feature] > _threshold ? 1 : 0);
    }
}
